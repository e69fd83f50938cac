using Akka.Actor;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Begins the book of holders again after it has failed: without it nobody would be named after the next start.</summary>
internal sealed class HolderKeeper : ReceiveActor, IWithTimers
{
    public const string Name = "holders";

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly Props _book;

    /// <param name="book">A persistent actor, which stops when its journal fails.</param>
    public HolderKeeper(Props book)
    {
        _book = book;
        Receive<Terminated>(_ => Timers.StartSingleTimer(nameof(Again), Again.Instance, AgainAfter));
        Receive<Again>(_ => Begin());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Props book) => Akka.Actor.Props.Create(() => new HolderKeeper(book));

    protected override void PreStart() => Begin();

    private void Begin() => Context.Watch(Context.ActorOf(_book));

    private sealed record Again
    {
        public static readonly Again Instance = new();
    }
}
