// Reads a calendar from standard input with ical.js, strictly, and writes its events as JSON.
const ICAL = require("../vendor/ical.js/ical.es5.min.cjs");
const text = require("node:fs").readFileSync(0, "utf8");

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(text));
const events = calendar.getAllSubcomponents("vevent").map((part) => {
  const event = new ICAL.Event(part, { strictExceptions: true });
  return {
    uid: event.uid,
    first: event.startDate.toString(),
    end: event.endDate.toString(),
    all_day: event.startDate.isDate && event.endDate.isDate,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    url: part.getFirstPropertyValue("url"),
  };
});
process.stdout.write(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), events }));
