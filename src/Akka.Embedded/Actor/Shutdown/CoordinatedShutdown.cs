using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The orderly end of a system: phases one after the other, the tasks of a phase side by side, each phase with a time limit. Phases
/// and their order are those of <c>akka.coordinated-shutdown.phases</c>.
/// </summary>
public sealed class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ShutdownPhases _phases;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ImmutableList<(string Name, Func<Task<Done>> Task)>> _tasks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Done> _completion = new();
    private readonly ILoggingAdapter _log;
    private Reason? _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, nameof(CoordinatedShutdown));
        _phases = ShutdownPhases.Read(system.Settings.Config.GetConfig("akka.coordinated-shutdown"));
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Null until a run starts.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The limits of all phases together.</summary>
    public TimeSpan TotalTimeout => _phases.Ordered.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Timeout);

    public static CoordinatedShutdown Get(ActorSystem sys) =>
        (CoordinatedShutdown)sys.RegisterExtension(new CoordinatedShutdownExtension());

    /// <summary>Adds a task. It must not be added to a phase that has begun; names are for the log only.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        _ = _phases.Find(phase);
        lock (_gate)
            _tasks[phase] = _tasks.GetValueOrDefault(phase, []).Add((taskName, task));
    }

    /// <summary>The limit of one phase.</summary>
    public TimeSpan Timeout(string phase) => _phases.Find(phase).Timeout;

    /// <summary>Runs all phases, or those from <paramref name="fromPhase"/> on. Later calls join the run that is under way.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        var phases = _phases.From(fromPhase);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _log.Debug("Running coordinated shutdown with reason [{0}]", reason);
            ((ActorSystemImpl)System).Executor.Execute(new WorkItem(() => _ = RunAllAsync(phases)));
        }
        return _completion.Task;
    }

    private async Task RunAllAsync(IReadOnlyList<ShutdownPhase> phases)
    {
        try
        {
            foreach (var phase in phases)
                await RunPhaseAsync(phase);
            _completion.TrySetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }
    }

    private async Task RunPhaseAsync(ShutdownPhase phase)
    {
        ImmutableList<(string Name, Func<Task<Done>> Task)> tasks;
        lock (_gate)
            tasks = _tasks.GetValueOrDefault(phase.Name, []);
        if (tasks.IsEmpty)
            return;
        if (!phase.Enabled)
        {
            _log.Info("Phase [{0}] disabled through configuration, skipping [{1}] tasks.", phase.Name, tasks.Count);
            return;
        }
        _log.Debug("Performing phase [{0}] with [{1}] tasks.", phase.Name, tasks.Count);
        try
        {
            var time = ((ActorSystemImpl)System).Runtime.Time;
            await Task.WhenAll(tasks.Select(t => RunTaskAsync(phase, t.Name, t.Task))).WaitAsync(phase.Timeout, time);
        }
        catch (TimeoutException) when (phase.Recover)
        {
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}.", phase.Name, phase.Timeout);
        }
    }

    private async Task RunTaskAsync(ShutdownPhase phase, string name, Func<Task<Done>> task)
    {
        try
        {
            await task();
        }
        catch (Exception e) when (phase.Recover)
        {
            _log.Warning(e, "Task [{0}] failed in phase [{1}].", name, phase.Name);
        }
    }

    /// <summary>Why a system ends. Derive to give reasons of your own.</summary>
    public class Reason
    {
        protected Reason()
        {
        }

        public override string ToString() => GetType().Name;
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();
    }

    /// <summary>ActorSystem.Terminate was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();
    }

    /// <summary>This node was downed.</summary>
    public class ClusterDowningReason : Reason
    {
        public static readonly Reason Instance = new ClusterDowningReason();
    }

    /// <summary>This node leaves, by its own wish or another's.</summary>
    public class ClusterLeavingReason : Reason
    {
        public static readonly Reason Instance = new ClusterLeavingReason();
    }

    /// <summary>No seed node could be joined.</summary>
    public class ClusterJoinUnsuccessfulReason : Reason
    {
        public static readonly Reason Instance = new ClusterJoinUnsuccessfulReason();
    }
}
