import "server-only";

export type { EventKind, EventRow, PullHistory } from "#lib/catalog/index.ts";
export {
  getNotifications,
  type NotificationsView,
  turnOffNotifications,
  turnOnNotifications,
} from "./address.ts";
export { startForgetting } from "./forget.ts";
export { getActivity, getPulls, listActivity } from "./list-activity.ts";
export { receiveNotification } from "./receive.ts";
