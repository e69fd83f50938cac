using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Actor;

/// <summary>Executor, clock and seed of a simulated system: everything runs on the test's thread, when the test says so.</summary>
internal sealed class SingleThreadWorld(ulong seed = 1) : IExecutor
{
    private const int MaxSteps = 1_000_000;

    private readonly Queue<IThreadPoolWorkItem> _queue = new();

    public VirtualTime Time { get; } = new();

    public int Steps { get; private set; }

    public ActorSystem CreateSystem(string name = "sim", string more = "", ITransport? transport = null)
    {
        Config config = $$"""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            {{more}}
            """;
        var runtime = new RuntimeSetup { Time = Time, Executor = this, Seed = seed, Transport = transport ?? TcpTransport.Instance };
        return ActorSystem.Create(name, BootstrapSetup.Create().WithConfig(config).And(runtime));
    }

    public void Execute(IThreadPoolWorkItem item) => _queue.Enqueue(item);

    /// <summary>Until nothing is left to do without the clock moving.</summary>
    public void Run()
    {
        while (_queue.TryDequeue(out var item))
        {
            (++Steps).ShouldBeLessThan(MaxSteps, "the simulation does not come to rest");
            item.Execute();
        }
    }

    /// <summary>Moves the clock from timer to timer and runs what each sets off.</summary>
    public void RunFor(TimeSpan duration)
    {
        Run();
        var end = Time.Elapsed + duration;
        while (Time.NextDue is { } due && due <= end)
        {
            Time.AdvanceTo(due);
            Run();
        }
        Time.AdvanceTo(end);
        Run();
    }

    public T Result<T>(Task<T> task, TimeSpan within)
    {
        RunFor(within);
        task.IsCompleted.ShouldBeTrue("the task is still open when its time is over");
        return task.GetAwaiter().GetResult();
    }
}
