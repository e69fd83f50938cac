using System.Threading.Channels;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tests;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SessionDeltasTests : IDisposable
{
    private static readonly SessionId Session = SessionId.Parse("talker.1.01M80VNCQX5AS74RWRFPDQM5B9");
    private static readonly RunId Run = new(Session, 1);

    private readonly ManualTime _time = new();
    private readonly ActorSystem _system = ActorSystem.Create("deltas");
    private readonly Channel<RunObserved> _heard = Channel.CreateUnbounded<RunObserved>();
    private readonly IActorRef _watcher;
    private readonly SessionWatchers _watchers = new(Session, "one");
    private readonly SessionDeltas _deltas;

    public SessionDeltasTests()
    {
        _watcher = _system.ActorOf(Props.Create(() => new Listener<RunObserved>(_heard.Writer)));
        _deltas = new SessionDeltas(_watchers, _time, _system.Scheduler, ActorRefs.Nobody);
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Who_still_reads_what_was_before_gets_the_pieces_of_meanwhile_afterwards()
    {
        _watchers.Add(1, _watcher, last: 0, credit: 9, catchingUp: true);
        _deltas.Add(Run, "one ");
        _deltas.Add(Run, "two ");

        _watchers.CatchUp(new SessionWatchers.CaughtUp(1, _watcher, 3, Ended: false, []), journaled: 3, isFinished: false).ShouldBeTrue();
        _deltas.FlushInTime();

        (await TextsAsync(2)).ShouldBe([null, "one two "]);
    }

    [Fact]
    public async Task Others_wait_a_second_for_it_at_most()
    {
        _watchers.Add(1, _watcher, last: 0, credit: 9, catchingUp: false);
        _watchers.Add(1, ActorRefs.Nobody, last: 0, credit: 9, catchingUp: true);
        _deltas.Add(Run, "one ");

        _time.Advance(SessionDeltas.LongestWait);
        _deltas.Add(Run, "two ");

        (await TextsAsync(1)).ShouldBe(["one two "]);
    }

    private async Task<List<string?>> TextsAsync(int count)
    {
        var texts = new List<string?>();
        while (texts.Count < count)
        {
            var observed = await _heard.Reader.ReadAsync().AsTask().Within(20);
            texts.Add(observed.Events.IsEmpty ? null : observed.Events[0].Data["text"]!.GetValue<string>());
        }

        return texts;
    }
}
