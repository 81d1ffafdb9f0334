import { useNavigate, useSearch } from '@tanstack/react-router';

/** Which template: the engine, and the name that jobs call it by. */
export interface TemplateAddress {
  app_type: string;
  name: string;
}

/** `?open=comfyui/portrait`: the template whose sheet is open. */
export function useWorkflowsAddress(): [TemplateAddress | null, (template: TemplateAddress | null) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const open = (template: TemplateAddress | null): void => {
    const wanted = template ? { open: `${template.app_type}/${template.name}` } : {};
    void navigate({ to: '/workflows', search: wanted as never });
  };
  return [readAddress(search['open']), open];
}

function readAddress(open: unknown): TemplateAddress | null {
  const match = /^([a-z0-9_-]{1,32})\/([\w-]{1,100})$/i.exec(typeof open === 'string' ? open : '');
  return match ? { app_type: match[1]!, name: match[2]! } : null;
}
