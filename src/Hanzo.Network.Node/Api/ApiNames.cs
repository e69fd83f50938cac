using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api;

/// <summary>The words of the HTTP interface for the domain's enumerations.</summary>
internal static class ApiNames
{
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
}
