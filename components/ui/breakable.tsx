import { Fragment } from "react";

/** A name that may break behind what joins its parts, so that a long one reads in whole words; a version stays whole. */
export function Breakable({ name }: { name: string }) {
  return name.split(/(?<=[/:@_-])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));
}
