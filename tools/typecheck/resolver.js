// Where does a test on the newest Grafana find a module? What Grafana shares with plugins among its packages, else as ever.
const path = require('node:path');

const newest = path.join(__dirname, '13.2');
const shared = /^(react|react-dom|scheduler|rxjs|@grafana\/(data|i18n|plugin-ui|runtime|schema|ui))(\/|$)/;

module.exports = (request, options) => {
  if (!shared.test(request)) {
    return options.defaultResolver(request, options);
  }
  const found = options.defaultResolver(request, { ...options, basedir: newest });
  if (!found.startsWith(newest)) {
    // Else the tests would pass on the Grafana that they always run on.
    throw new Error(`${request} is not installed in ${newest}: run npm run test:newest`);
  }
  return found;
};
