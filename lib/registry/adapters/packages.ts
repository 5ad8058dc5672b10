import { isObject, objectsOf, stringOf } from "../json.ts";

/** Of the packages API that Gitea shares with GitHub. Owners are written as they like to be; references are all lower case. */
export function packageNames(body: unknown): string[] {
  return objectsOf(body).flatMap(({ owner, name }) => {
    const login = isObject(owner) ? stringOf(owner.login) : undefined;
    const own = stringOf(name);
    return login === undefined || own === undefined ? [] : `${login}/${own}`.toLowerCase();
  });
}
