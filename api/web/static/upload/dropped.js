// What was dropped on the page: files, and all files below the folders.

/** Return the files of a drop, without hidden ones. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) {
    return [...transfer.files];
  }
  const found = await Promise.all(entries.map(below));
  return found.flat();
}

async function below(entry) {
  if (entry.name.startsWith(".")) {
    return [];
  }
  if (entry.isFile) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  }
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    // Browsers hand out a folder in pieces until one is empty.
    const piece = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!piece.length) {
      break;
    }
    inside.push(...piece);
  }
  return (await Promise.all(inside.map(below))).flat();
}
