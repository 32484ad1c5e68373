// Counts who joined, left and changed teams between two lists of people, in this browser alone.
// The page's content policy lets it send nothing to anybody, its own server included.
// survey/fieldwork/turnover/people.py does the same for the command line.
"use strict";
const told = JSON.parse(document.getElementById("told").textContent);
const COLUMNS = ["department", "team", "person"];
const PLACE = ["department", "team"];
const TOP = 20;

class Refused extends Error {}

function say(key, given = {}) {
  return told.texts[key].replace(/\{(\w+)\}/g, (_, name) => given[name]);
}

function decoded(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Refused(say("workbook"));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function oneForm(text) {
  return text.normalize("NFC").replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, "")
    .replace(/[\u2010\u2011]/g, "-").trim().replace(/\s+/g, " ");
}

function plain(heading) {
  return heading.replace(/[\s_\-–]+/g, " ").trim().toLowerCase();
}

function sameKey(text) {
  const key = oneForm(text).toLowerCase();
  return /^\d+\.0+$/.test(key) ? key.split(".")[0] : key;
}

// Rows with the line that each begins in; a field in quotation marks may hold anything.
function rowsOf(text, separator) {
  const rows = [];
  let row = [], field = "", quoted = false, line = 1, begun = 1;
  const end = () => {
    row.push(field);
    if (row.some((each) => each.trim())) rows.push({ line: begun, cells: row });
    [row, field, begun] = [[], "", line];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\n") line += 1;
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') { field += '"'; at += 1; } else quoted = false;
    } else if (letter === '"' && !field.trim()) { quoted = true; field = ""; }
    else if (letter === separator) { row.push(field); field = ""; }
    else if (letter === "\n") end();
    else if (letter !== "\r") field += letter;
  }
  end();
  return rows;
}

function headed(rows, key) {
  for (let at = 0; at < Math.min(rows.length, TOP); at += 1) {
    const cells = rows[at].cells.map(plain);
    const places = COLUMNS.map((column) => {
      const names = column === "person" && key ? [key] : told.headings[column];
      return cells.findIndex((cell) => names.map(plain).includes(cell));
    });
    if (places.every((place) => place >= 0)) return { places, people: rows.slice(at + 1) };
  }
  return null;
}

function peopleIn(text, file, key) {
  const bare = text.replace(/^\ufeff/, "");
  const found = [",", ";", "\t", "|"].map((each) => headed(rowsOf(bare, each), key)).find(Boolean);
  if (!found) throw new Refused(say("columns", { file }));
  const people = new Map(), lines = new Map();
  for (const { line, cells } of found.people) {
    const [department, team, person] = found.places.map((place) => oneForm(cells[place] ?? ""));
    const empty = [department, team, person].indexOf("");
    if (empty >= 0) throw new Refused(say("empty", { file, line, column: COLUMNS[empty] }));
    const own = sameKey(person);
    if (people.has(own)) throw new Refused(say("twice", { file, line, other: lines.get(own) }));
    people.set(own, JSON.stringify([department, team]));
    lines.set(own, line);
  }
  if (!people.size) throw new Refused(say("nobody", { file }));
  return people;
}

function turnover(before, now) {
  const moves = new Map();
  for (const person of new Set([...before.keys(), ...now.keys()])) {
    const [from, to] = [before.get(person) ?? "", now.get(person) ?? ""];
    if (from !== to) moves.set(`${from}\n${to}`, (moves.get(`${from}\n${to}`) ?? 0) + 1);
  }
  return [...moves].sort().map(([pair, people]) => {
    const [from, to] = pair.split("\n").map((each) => (each ? JSON.parse(each) : ["", ""]));
    return { from, to, people };
  });
}

function written(moves) {
  const quote = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const head = [...PLACE.map((each) => `from_${each}`), ...PLACE.map((each) => `to_${each}`), "people"];
  const rows = moves.map((move) => [...move.from, ...move.to, String(move.people)].map(quote));
  return [head, ...rows].map((row) => row.join(",")).join("\n") + "\n";
}

function sum(moves, wanted) {
  return moves.filter(wanted).reduce((people, move) => people + move.people, 0);
}

async function listIn(name, key) {
  const [file] = document.getElementById(name).files;
  if (!file) throw new Refused(say("choose"));
  return peopleIn(decoded(await file.arrayBuffer()), file.name, key);
}

async function count() {
  const answer = document.getElementById("answer"), save = document.getElementById("save");
  save.hidden = true;
  try {
    const key = document.getElementById("key").value.trim();
    const moves = turnover(await listIn("before", key), await listIn("now", key));
    answer.textContent = say("counted", {
      joined: sum(moves, (move) => !move.from[0]),
      left: sum(moves, (move) => !move.to[0]),
      moved: sum(moves, (move) => move.from[0] && move.to[0]),
    });
    save.href = URL.createObjectURL(new Blob([written(moves)], { type: "text/csv" }));
    save.hidden = false;
    for (const name of ["before", "now"]) document.getElementById(name).value = "";
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    answer.textContent = refused.message;
  }
}

document.getElementById("count").addEventListener("click", count);
