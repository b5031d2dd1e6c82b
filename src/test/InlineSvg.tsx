// Stands in for react-inlinesvg, which would fetch icons over the network.
import { forwardRef } from 'react';

const InlineSvg = forwardRef<HTMLSpanElement, { src: string; title?: string }>(({ src, title }, ref) => (
  <span ref={ref} data-icon={src} title={title} />
));
InlineSvg.displayName = 'InlineSvg';

export default InlineSvg;
