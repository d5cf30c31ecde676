import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './tokens.css';
import './style.css';
import { startTexts } from './text/index.ts';

const root = document.getElementById('root');
if (!root) throw new Error('cannot show the console: the page has no element "root"');
await startTexts();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 30_000 } } })}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
