// A form's fields of a JSON Schema, and the arguments that people typed into them.

/** The schema that a reference within the document leads to. */
function resolved(schema, root) {
  let found = schema;
  for (let depth = 0; found?.$ref?.startsWith("#") && depth < 8; depth++) {
    found = found.$ref.slice(1).split("/").filter(Boolean)
      .reduce((at, step) => at?.[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")], root);
  }
  return found ?? {};
}

const typeOf = (schema) => (Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type) ?? "";

const SIMPLE = { string: "text", integer: "integer", number: "number", boolean: "boolean" };

function kindOf(schema, root) {
  if (Array.isArray(schema.enum)) {
    return "choice";
  }
  const type = typeOf(schema);
  if (type === "array" && typeOf(resolved(schema.items ?? {}, root)) === "string") {
    return "lines";
  }
  return SIMPLE[type] ?? "json";
}

/** @returns {{name, kind, type, required, description, choices, schema}[]} kind: text, integer, number, boolean, choice, lines or json */
export function fieldsOf(parameters) {
  const required = new Set(parameters?.required ?? []);
  return Object.entries(parameters?.properties ?? {}).map(([name, given]) => {
    const schema = resolved(given, parameters);
    return {
      name,
      schema,
      kind: kindOf(schema, parameters),
      type: Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type ?? (schema.enum ? "enum" : "any"),
      required: required.has(name),
      description: given.description ?? schema.description ?? "",
      choices: schema.enum ?? [],
    };
  });
}

/** What a schema says beside the type, as short words: a range, a pattern, a default. */
export function limitsOf({ schema, choices }) {
  const words = [];
  if (choices.length) {
    words.push(choices.map((choice) => JSON.stringify(choice)).join(" · "));
  }
  for (const [key, sign] of [["minimum", "≥"], ["exclusiveMinimum", ">"], ["maximum", "≤"], ["exclusiveMaximum", "<"],
    ["minLength", "length ≥"], ["maxLength", "length ≤"], ["minItems", "items ≥"], ["maxItems", "items ≤"]]) {
    if (schema[key] !== undefined) {
      words.push(`${sign} ${schema[key]}`);
    }
  }
  for (const key of ["format", "pattern"]) {
    if (schema[key]) {
      words.push(`${key}: ${schema[key]}`);
    }
  }
  if (schema.default !== undefined) {
    words.push(`default: ${JSON.stringify(schema.default)}`);
  }
  return words.join(", ");
}

/** The value of what was typed; undefined for nothing. Throws where it is none of the field's kind. */
function valueOf(field, text) {
  switch (field.kind) {
    case "text":
      // An empty text can be given as JSON.
      return text === "" ? undefined : text;
    case "integer":
    case "number": {
      if (text.trim() === "") {
        return undefined;
      }
      const value = Number(text);
      if (!Number.isFinite(value) || (field.kind === "integer" && !Number.isInteger(value))) {
        throw new Error(field.kind);
      }
      return value;
    }
    case "boolean":
      return text === "" ? undefined : text === "true";
    case "choice":
      return text === "" ? undefined : field.choices[Number(text)];
    case "lines": {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      return lines.length || field.required ? lines : undefined;
    }
    default:
      return text.trim() === "" ? undefined : JSON.parse(text);
  }
}

/**
 * @param texts what was typed, by field
 * @returns {{value: object, problems: Object<string, string>}} problems: "required", or the kind that a text is not of
 */
export function argumentsOf(fields, texts) {
  const value = {};
  const problems = {};
  for (const field of fields) {
    try {
      const one = valueOf(field, texts[field.name] ?? "");
      if (one !== undefined) {
        value[field.name] = one;
      } else if (field.required) {
        problems[field.name] = "required";
      }
    } catch {
      problems[field.name] = field.kind;
    }
  }
  return { value, problems };
}

/** The texts of a form that say the same as these arguments; what the form has no field for is left out. */
export function textsOf(fields, value) {
  const texts = {};
  for (const field of fields) {
    const one = value?.[field.name];
    if (one === undefined) {
      continue;
    }
    if (field.kind === "choice") {
      texts[field.name] = String(field.choices.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(one)));
    } else if (field.kind === "lines" && Array.isArray(one)) {
      texts[field.name] = one.join("\n");
    } else {
      texts[field.name] = typeof one === "string" && field.kind !== "json" ? one : JSON.stringify(one);
    }
  }
  return texts;
}
