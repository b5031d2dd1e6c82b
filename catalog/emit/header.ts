/** How does a generated file say that it is one, and what stands in a cell of its tables? */

const sentence = 'Generated from catalog/ by "npm run generate": change it there.';

export const generatedYaml = (body: string) => `# ${sentence}\n${body}`;
export const generatedMarkdown = (body: string) => `<!-- ${sentence} -->\n\n${body}`;

/** A bar would end the cell of a table. */
export const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
