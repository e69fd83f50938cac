namespace Akka.Embedded.Runtime;

/// <summary>An action for the executor.</summary>
internal sealed class WorkItem(Action action) : IThreadPoolWorkItem
{
    public void Execute() => action();
}
