namespace Hanzo.Network.Agents;

public enum RunStatus
{
    Running,
    Waiting,
    Completed,
    Failed,
    Cancelled,
}

public static class RunStatusExtensions
{
    /// <summary>It never changes any more.</summary>
    public static bool HasEnded(this RunStatus status) => status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}
