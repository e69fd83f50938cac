namespace Hanzo.Network.Simulation.Checks;

/// <summary>What journaled events are, whatever their version.</summary>
internal static class Manifests
{
    public static bool OpensSession(string manifest) => Is(manifest, "session.opened.");

    public static bool BranchesSession(string manifest) => Is(manifest, "session.branched.");

    public static bool QueuesRun(string manifest) => Is(manifest, "run.queued.");

    public static bool CompletesRun(string manifest) => Is(manifest, "run.completed.");

    public static bool FailsRun(string manifest) => Is(manifest, "run.failed.");

    public static bool CancelsRun(string manifest) => Is(manifest, "run.cancelled.");

    public static bool AsksPerson(string manifest) => Is(manifest, "approval.asked.");

    public static bool EndsRun(string manifest) => CompletesRun(manifest) || FailsRun(manifest) || CancelsRun(manifest);

    private static bool Is(string manifest, string name) => manifest.StartsWith(name, StringComparison.Ordinal);
}
