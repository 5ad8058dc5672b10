import type { Translation } from "../../shape.ts";
import type { en } from "../en/index.ts";
import account from "./account.ts";
import activity from "./activity.ts";
import admin from "./admin.ts";
import audit from "./audit.ts";
import auth from "./auth.ts";
import common from "./common.ts";
import errors from "./errors.ts";
import hosts from "./hosts.ts";
import jobs from "./jobs.ts";
import registries from "./registries.ts";
import repositories from "./repositories.ts";
import search from "./search.ts";
import shell from "./shell.ts";
import storage from "./storage.ts";
import tags from "./tags.ts";
import ui from "./ui.ts";
import validation from "./validation.ts";

export const zhCN = {
  account,
  activity,
  admin,
  audit,
  auth,
  common,
  errors,
  hosts,
  jobs,
  registries,
  repositories,
  search,
  shell,
  storage,
  tags,
  ui,
  validation,
} satisfies Translation<typeof en>;
