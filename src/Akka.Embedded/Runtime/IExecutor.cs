namespace Akka.Embedded.Runtime;

/// <summary>Runs every piece of work of an actor system. A simulation gives one with a single thread and a queue.</summary>
public interface IExecutor
{
    /// <summary>Queues <paramref name="item"/> to run once, soon, never on the caller's stack.</summary>
    void Execute(IThreadPoolWorkItem item);
}
