"use strict";
(() => {
  const MOST = 300;
  const ARROWS = {
    received: ["→", "in", "received"], sent: ["←", "out", "sent"],
    connected: ["+", "", "connected"], disconnected: ["−", "", "disconnected"],
    refused: ["×", "bad", "refused"], note: ["!", "bad", "note"],
  };
  const find = (words) => document.querySelector(words);
  const token = find("meta[name=token]").content;
  const records = find("#records");
  const filter = find("#filter");

  // Everything that comes from a document or from a client is set as text.
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const ask = async (path, wish) => {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-sockgen-mock": token },
        body: JSON.stringify(wish),
      });
    } catch {
      return { errors: [{ pointer: "", detail: "the mock does not answer; is it still running?" }] };
    }
    const said = await answer.json();
    if (answer.ok) return said;
    return { errors: said.errors || [{ pointer: "", detail: said.error }] };
  };

  const tell = (place, said, good) => {
    place.replaceChildren();
    place.classList.toggle("bad", Boolean(said.errors));
    if (!said.errors) {
      place.textContent = good;
      return;
    }
    const list = make("ul");
    for (const one of said.errors) {
      list.append(make("li", "", one.pointer ? `${one.pointer}: ${one.detail}` : one.detail));
    }
    place.append(list);
  };

  // Traffic

  const pretty = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };

  const line = (record) => {
    const [sign, colour, meaning] = ARROWS[record.kind];
    const when = new Date(record.at * 1000);
    const time = make("time", "", when.toTimeString().slice(0, 8));
    time.dateTime = when.toISOString();
    const arrow = make("span", `arrow ${colour}`, sign);
    arrow.setAttribute("role", "img");
    arrow.setAttribute("aria-label", meaning);
    const what = make("span", "what");
    what.append(make("code", "", record.event || meaning), " ", make("span", "dim", record.namespace), " ");
    const took = record.seconds === null ? "" : ` (${(record.seconds * 1000).toFixed(1)} ms)`;
    what.append(make("span", "detail", record.detail + took));
    return [time, make("span", "", record.client === null ? "" : `#${record.client}`), arrow, what];
  };

  const suits = (item) => item.dataset.words.includes(filter.value.trim().toLowerCase());

  const show = (record) => {
    find("#nothing").hidden = true;
    const item = make("li", record.fault ? "fault" : "");
    const client = record.client === null ? "" : `#${record.client}`;
    item.dataset.words = [record.event, record.namespace, client, record.kind, record.detail].join(" ").toLowerCase();
    if (record.payload || record.answer) {
      const details = make("details");
      const summary = make("summary");
      summary.append(...line(record));
      details.append(summary);
      // Payloads may be long: they are laid out when somebody looks.
      details.addEventListener("toggle", () => {
        if (record.payload) details.append(make("pre", "", pretty(record.payload)));
        if (record.answer) details.append(make("pre", "", `answer ${pretty(record.answer)}`));
      }, { once: true });
      item.append(details);
    } else {
      const plain = make("div", "plain");
      plain.append(...line(record));
      item.append(plain);
    }
    item.hidden = !suits(item);
    records.prepend(item);
    while (records.children.length > MOST) records.lastChild.remove();
  };

  let paused = false;
  let waiting = [];
  const pause = find("#pause");
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Resume" : "Pause";
    if (!paused) {
      waiting.forEach(show);
      waiting = [];
    }
  });
  find("#clear").addEventListener("click", () => records.replaceChildren());
  filter.addEventListener("input", () => {
    for (const item of records.children) item.hidden = !suits(item);
  });

  const link = (state, words) => {
    const place = find("#link");
    if (place.dataset.state !== state) place.textContent = words;
    place.dataset.state = state;
  };

  const listen = () => {
    const source = new EventSource("/_mock/traffic");
    source.addEventListener("open", () => {
      records.replaceChildren(); // the mock tells again what it has kept
      link("live", "live");
      refresh();
    });
    source.addEventListener("error", () => link("lost", "the mock is not there"));
    source.addEventListener("message", (message) => {
      const record = JSON.parse(message.data);
      if (paused) {
        waiting.push(record);
        waiting = waiting.slice(-MOST);
      } else {
        show(record);
      }
      soon();
    });
  };

  // Who is there

  const options = (select, name, place) => {
    const chosen = select.value;
    const everyone = make("option", "", `everyone on ${name}`);
    everyone.value = "everyone";
    const list = [everyone];
    for (const [room, count] of Object.entries(place.rooms)) {
      const option = make("option", "", `room ${room} (${count})`);
      option.value = `room ${room}`;
      list.push(option);
    }
    for (const number of place.clients) {
      const option = make("option", "", `client #${number}`);
      option.value = `client ${number}`;
      list.push(option);
    }
    select.replaceChildren(...list);
    select.value = chosen;
    if (select.selectedIndex < 0) select.value = "everyone";
  };

  const present = (place, numbers) => {
    if (place.dataset.numbers === String(numbers)) return; // keep the focus
    place.dataset.numbers = String(numbers);
    if (!numbers.length) {
      place.textContent = "nobody is connected";
      return;
    }
    place.textContent = numbers.length === 1 ? "1 client:" : `${numbers.length} clients:`;
    for (const number of numbers.slice(0, 20)) {
      const button = make("button", "quiet", `#${number} ×`);
      button.type = "button";
      button.title = `Drop the connection of client #${number}`;
      button.setAttribute("aria-label", button.title);
      button.addEventListener("click", () => ask("/_mock/drop", { client: number }));
      place.append(button);
    }
    if (numbers.length > 20) place.append(" …");
  };

  const faults = find("#faults");
  const setFaults = (now) => {
    if (faults.contains(document.activeElement)) return;
    for (const [name, value] of Object.entries(now)) {
      faults.elements[name].value = name.endsWith("_rate") ? +(value * 100).toFixed(6) : value;
    }
  };

  const refresh = async () => {
    let state;
    try {
      state = await (await fetch("/_mock/state")).json();
    } catch {
      return;
    }
    if (state.run !== find("meta[name=run]").content) {
      link("other", "the mock was started again: reload this page");
    }
    setFaults(state.faults);
    for (const section of document.querySelectorAll(".namespace")) {
      const name = section.dataset.namespace;
      const place = state.namespaces[name];
      present(section.querySelector(".present"), place.clients);
      for (const select of section.querySelectorAll("select")) {
        if (select !== document.activeElement) options(select, name, place);
      }
    }
  };

  let planned = false;
  const soon = () => {
    if (planned) return;
    planned = true;
    setTimeout(() => {
      planned = false;
      refresh();
    }, 200);
  };

  // What a person does

  const whom = (choice) => {
    if (choice.startsWith("room ")) return { room: choice.slice(5) };
    if (choice.startsWith("client ")) return { client: Number(choice.slice(7)) };
    return {};
  };

  for (const form of document.querySelectorAll(".emit")) {
    const outcome = form.querySelector(".outcome");
    form.addEventListener("submit", async (submitted) => {
      submitted.preventDefault();
      let values;
      try {
        values = JSON.parse(form.elements.arguments.value);
      } catch (error) {
        tell(outcome, { errors: [{ pointer: "", detail: `this is not JSON: ${error.message}` }] });
        return;
      }
      const { namespace, event } = form.dataset;
      const wish = { namespace, event, arguments: values, ...whom(form.elements.to.value) };
      const said = await ask("/_mock/emit", wish);
      tell(outcome, said, said.reached === 1 ? "sent to 1 client" : `sent to ${said.reached} clients`);
    });
    form.addEventListener("reset", () => outcome.replaceChildren());
  }

  faults.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    const wish = {};
    for (const input of faults.querySelectorAll("input")) {
      wish[input.name] = input.name.endsWith("_rate") ? input.valueAsNumber / 100 : input.valueAsNumber;
    }
    tell(find("#faults-outcome"), await ask("/_mock/faults", wish), "applied");
  });
  find("#drop-all").addEventListener("click", async () => {
    const said = await ask("/_mock/drop", {});
    tell(find("#faults-outcome"), said, said.dropped === 1 ? "1 client dropped" : `${said.dropped} clients dropped`);
  });

  find("#url").textContent = location.origin;
  listen();
})();
