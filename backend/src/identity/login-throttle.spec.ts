import { LoginThrottle } from './login-throttle';

const refused = {
  code: 'TOO_MANY_REQUESTS',
  options: { headers: { 'retry-after': expect.stringMatching(/^\d+$/) } },
};

describe('the login throttle', () => {
  it('allows ten failures for a person from an address', async () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 10; i++) await throttle.attempt('ada@example.com', '192.0.2.1');
    await expect(throttle.attempt('ada@example.com', '192.0.2.1')).rejects.toMatchObject(refused);
    await expect(throttle.attempt('bob@example.com', '192.0.2.1')).resolves.toBeDefined();
    await expect(throttle.attempt('ada@example.com', '192.0.2.2')).resolves.toBeDefined();
  });

  it('counts all addresses of an IPv6 network as one', async () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 10; i++) await throttle.attempt('ada@example.com', `2001:db8:1:2::${i}`);
    await expect(throttle.attempt('ada@example.com', '2001:db8:1:2:a:b:c:d')).rejects.toMatchObject(refused);
    await expect(throttle.attempt('ada@example.com', '2001:db8:1:3::1')).resolves.toBeDefined();
  });

  it('counts attempts made at once before any of them is decided', async () => {
    const throttle = new LoginThrottle();
    const attempts = await Promise.allSettled(
      Array.from({ length: 50 }, () => throttle.attempt('ada@example.com', '192.0.2.1')),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('forgets the failures after a success', async () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 9; i++) await throttle.attempt('ada@example.com', '192.0.2.1');
    await (await throttle.attempt('ada@example.com', '192.0.2.1')).succeeded();
    for (let i = 0; i < 10; i++) await throttle.attempt('ada@example.com', '192.0.2.1');
    await expect(throttle.attempt('ada@example.com', '192.0.2.1')).rejects.toMatchObject(refused);
  });

  it('never counts successes against an address', async () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 300; i++) await (await throttle.attempt('ada@example.com', '192.0.2.1')).succeeded();
  });

  it('allows a hundred failures from an address, whoever they name', async () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 100; i++) await throttle.attempt(`person-${i}@example.com`, '192.0.2.1');
    await expect(throttle.attempt('ada@example.com', '192.0.2.1')).rejects.toMatchObject(refused);
  });
});
