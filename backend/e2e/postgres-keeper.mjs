// Starts and stops a private PostgreSQL on behalf of a test, and takes it away when the test is gone.
import { startPostgres } from '../../tools/postgres.mjs';

try {
  const postgres = await startPostgres(JSON.parse(process.argv[2]));
  process.on('message', async (command) => {
    try {
      await postgres[command]();
      process.send({ url: postgres.url });
    } catch (error) {
      process.send({ error: String(error) });
    }
  });
  process.on('disconnect', () => {
    postgres.remove();
    process.exit(0);
  });
  process.send({ url: postgres.url });
} catch (error) {
  process.send({ error: String(error) });
  process.exit(1);
}
