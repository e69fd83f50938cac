using Akka.Actor;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>
/// Begins a book, a persistent actor, again after it has failed, and hands on what is for it: who waits for an answer asks again.
/// </summary>
internal sealed class BookKeeper : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly Props _props;
    private IActorRef _book = ActorRefs.Nobody;

    /// <param name="book">A persistent actor, which stops when its journal fails.</param>
    public BookKeeper(Props book)
    {
        _props = book;
        Receive<Terminated>(_ => Timers.StartSingleTimer(nameof(Again), Again.Instance, AgainAfter));
        Receive<Again>(_ => Begin());
        ReceiveAny(message => _book.Forward(message));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Props book) => Akka.Actor.Props.Create(() => new BookKeeper(book));

    protected override void PreStart() => Begin();

    private void Begin() => _book = Context.Watch(Context.ActorOf(_props));

    private sealed record Again
    {
        public static readonly Again Instance = new();
    }
}
