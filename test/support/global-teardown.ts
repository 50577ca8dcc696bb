export default async function globalHook(): Promise<void> {}
