import { html } from "./vendor.js";

const icon = (content) => () => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${content}</svg>`;

export const PythonIcon = icon(html`<path d="m5 6 4 4-4 4M10.5 14.5H15.5" />`);
export const BrowserIcon = icon(html`<circle cx="10" cy="10" r="7" /><path d="M3 10h14M10 3c5 4.5 5 9.5 0 14M10 3c-5 4.5-5 9.5 0 14" />`);
export const ImageIcon = icon(html`<rect x="3" y="4" width="14" height="12" rx="2" /><path d="m4 14 4-4 3 3 2.5-2.5L17 14" />`);
export const FunctionIcon = icon(html`<path d="M8 4c-4 0-1 6-4 6 3 0 0 6 4 6M12 4c4 0 1 6 4 6-3 0 0 6-4 6" />`);
export const SendIcon = icon(html`<path d="M10 16V4.5M5 9l5-5 5 5" />`);
export const StopIcon = icon(html`<rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor" />`);
export const NewIcon = icon(html`<path d="M10 4.5v11M4.5 10h11" />`);
export const MenuIcon = icon(html`<path d="M3.5 6h13M3.5 10h13M3.5 14h13" />`);
export const CloseIcon = icon(html`<path d="m5 5 10 10M15 5 5 15" />`);
export const SettingsIcon = icon(html`<path d="M3 6.5h7M14 6.5h3M3 13.5h3M10 13.5h7" /><circle cx="12" cy="6.5" r="2" /><circle cx="8" cy="13.5" r="2" />`);
export const CopyIcon = icon(html`<rect x="7" y="7" width="9" height="9" rx="2" /><path d="M13 4.5H6A1.5 1.5 0 0 0 4.5 6v7" />`);
export const AttachIcon = icon(html`<path d="m15.5 9.5-5.4 5.4a3.4 3.4 0 0 1-4.8-4.8l5.8-5.8a2.3 2.3 0 0 1 3.2 3.2l-5.7 5.7a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2" />`);
export const AgainIcon = icon(html`<path d="M15.5 10a5.5 5.5 0 1 1-1.7-4M14 3v3.2h-3.2" />`);
export const EditIcon = icon(html`<path d="m4 16 .8-3.3L13 4.5l2.5 2.5-8.2 8.2L4 16Z" />`);
export const DownIcon = icon(html`<path d="M10 4v11.5M5 11l5 5 5-5" />`);
export const ChevronIcon = icon(html`<path d="m7.5 5 5 5-5 5" />`);
export const AgentsIcon = icon(html`<circle cx="10" cy="6.5" r="3" /><path d="M4 16.5c.6-3.2 3-5 6-5s5.4 1.8 6 5" />`);
export const ToolsIcon = icon(html`<path d="M12.5 3.5a4 4 0 0 0-4.7 5.2L3.5 13a2.1 2.1 0 0 0 3 3l4.3-4.3a4 4 0 0 0 5.2-4.7l-2.4 2.4-2.6-.7-.7-2.6 2.2-2.6Z" />`);
export const KnowledgeIcon = icon(html`<path d="M4 4.5c2.5-.8 4.5-.5 6 1 1.5-1.5 3.5-1.800 6-1v11c-2.5-.8-4.5-.5-6 1-1.5-1.5-3.5-1.800-6-1ZM10 5.5v11" />`);
export const TrajectoriesIcon = icon(html`<circle cx="5" cy="15" r="2" /><circle cx="15" cy="5" r="2" /><path d="M7 15h4.5a2.5 2.5 0 0 0 0-5h-3a2.5 2.5 0 0 1 0-5H13" />`);
export const ModelIcon = icon(html`<rect x="5" y="5" width="10" height="10" rx="2" /><path d="M8 2.5V5M12 2.5V5M8 15v2.5M12 15v2.5M2.5 8H5M2.5 12H5M15 8h2.5M15 12h2.5" />`);
export const DownloadIcon = icon(html`<path d="M10 3.5v9M6 9l4 4 4-4M4 16.5h12" />`);
export const ContinueIcon = icon(html`<path d="M5 4.5v11l7-5.5ZM15 4.5v11" />`);
export const SignOutIcon = icon(html`<path d="M12 4.5H6A1.5 1.5 0 0 0 4.5 6v8A1.5 1.5 0 0 0 6 15.5h6M9 10h8M14 7l3 3-3 3" />`);
