/** The tree's columns, the same for its head, its folders and its repositories: name, tags, bytes, age. */
export const treeRow =
  "grid grid-cols-[minmax(0,1fr)_7.5rem] items-center gap-x-5 border-line border-b px-2.5 text-sm sm:grid-cols-[minmax(0,1fr)_9rem_6rem_9.25rem]";
