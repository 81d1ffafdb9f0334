import { Logger } from '@nestjs/common';

// Specs speak through their expectations; LOG_LEVEL=debug shows what the code under test says.
if (!process.env['LOG_LEVEL']) Logger.overrideLogger(false);
