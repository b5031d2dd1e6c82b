/** How does a generated file say that it is one? */

const sentence = 'Generated from catalog/ by "npm run generate": change it there.';

export const generatedYaml = (body: string) => `# ${sentence}\n${body}`;
export const generatedMarkdown = (body: string) => `<!-- ${sentence} -->\n\n${body}`;
