import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { queryClient } from '../api/query-client';
import { styleNonce } from '../lib/nonce';
import { SignInGate } from '../pages/sign-in/sign-in-gate';
import { router } from './router';
import { theme } from './theme';

// Dialogs lock scrolling with a style of their own.
if (styleNonce !== undefined) setNonce(styleNonce);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="dark" getStyleNonce={() => styleNonce ?? ''}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="top-right" limit={4} />
        <SignInGate>
          <RouterProvider router={router} />
        </SignInGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
