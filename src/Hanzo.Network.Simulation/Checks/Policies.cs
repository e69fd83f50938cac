namespace Hanzo.Network.Simulation.Checks;

/// <summary>What an effect's policy allows.</summary>
internal static class Policies
{
    /// <summary>A model call; it has no effect outside.</summary>
    public const string Model = "model";

    public const string Idempotent = "idempotent";

    /// <summary>It may be begun again when its outcome is unknown; every other policy forbids that.</summary>
    public static bool MayRepeat(string policy) =>
        policy.Equals(Model, StringComparison.OrdinalIgnoreCase) || policy.Equals(Idempotent, StringComparison.OrdinalIgnoreCase);
}
