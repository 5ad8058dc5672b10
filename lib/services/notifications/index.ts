import "server-only";

export type {
  EventKind,
  EventRow,
  PullHistory,
  RecentChange,
  RecentPage,
  RecentPull,
} from "#lib/catalog/index.ts";
export {
  getNotifications,
  type NotificationsView,
  turnOffNotifications,
  turnOnNotifications,
} from "./address.ts";
export { startForgetting } from "./forget.ts";
export { getActivity, getPulls, listActivity } from "./list-activity.ts";
export { listRecent } from "./list-recent.ts";
export { receiveNotification } from "./receive.ts";
