using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>An executor that now and then forgets a piece of work: the actor it belongs to waits for ever.</summary>
internal sealed class LosesWakeUps(IExecutor executor) : IExecutor
{
    private const int OneIn = 20_000;
    private int _executed;

    public void Execute(IThreadPoolWorkItem item)
    {
        if (++_executed % OneIn != 0) executor.Execute(item);
    }
}
