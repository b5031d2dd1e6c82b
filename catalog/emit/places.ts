/** Where are the dashboards that belong to no system? */

export const overviewName = 'overview';
/** That of Yardstick's own back end. */
export const itselfName = 'itself';
/** Title of their folder; each system has one of its own. */
export const overviewFolder = 'Yardstick';
