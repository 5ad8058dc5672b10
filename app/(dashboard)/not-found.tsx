export { NotFoundState as default } from "#components/feedback/not-found.tsx";
