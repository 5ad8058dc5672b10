export { default } from "#components/registry/not-in-registry.tsx";
