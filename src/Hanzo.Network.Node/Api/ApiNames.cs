using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Api;

/// <summary>The words of the HTTP interface for the domain's enumerations.</summary>
internal static class ApiNames
{
    public const string Placements = "capability, least_loaded, round_robin, random";

    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(Workload workload) => workload switch
    {
        Workload.Light => "light",
        Workload.Heavy => "heavy",
        Workload.Background => "background",
        _ => throw new ArgumentOutOfRangeException(nameof(workload), workload, null),
    };

    /// <returns>Null when it is none of <see cref="Placements"/>.</returns>
    public static PlacementStrategy? ParsePlacement(string text) => text switch
    {
        "capability" => PlacementStrategy.Capability,
        "least_loaded" => PlacementStrategy.LeastLoaded,
        "round_robin" => PlacementStrategy.RoundRobin,
        "random" => PlacementStrategy.Random,
        _ => null,
    };
}
