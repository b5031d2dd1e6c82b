// Grafana's button that is a link, below the path that Grafana is served from: its own follows a click there, but what
// a person copies or opens in another tab is the address as it stands.
import { locationUtil } from '@grafana/data';
import { LinkButton as Plain } from '@grafana/ui';
import { type ComponentPropsWithoutRef, forwardRef } from 'react';

export const LinkButton = forwardRef<HTMLAnchorElement, ComponentPropsWithoutRef<typeof Plain>>(
  function PlacedLinkButton({ href, ...props }, ref) {
    return <Plain {...props} ref={ref} href={href === undefined ? undefined : locationUtil.assureBaseUrl(href)} />;
  }
);
