namespace Hanzo.Network.Agents;

public enum RunStatus
{
    Running,
    Waiting,
    Completed,
    Failed,
    Cancelled,
}
