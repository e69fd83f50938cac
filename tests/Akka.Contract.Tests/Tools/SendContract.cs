using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Contract.Tests.Support;
using Akka.Event;

namespace Akka.Contract.Tests.Tools;

public sealed class SendContract : IAsyncLifetime
{
    private const string Path = "/user/worker";
    private PubSubNodes _nodes = null!;
    private Ears[] _workers = [];

    public async Task InitializeAsync()
    {
        _nodes = await PubSubNodes.Formed(2);
        _workers = [_nodes.Listen(0, "worker"), _nodes.Listen(1, "worker")];
        for (var i = 0; i < 2; i++)
            _nodes.Mediator(i).Tell(new Put(_workers[i].Ref));
        await Eventually.Is(
            () =>
            {
                _nodes.Mediator(0).Tell(new SendToAll(Path, "probe"));
                return _workers.All(worker => worker.HeardProbe);
            },
            "both are known");
    }

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task One_of_the_actors_at_the_path_gets_it()
    {
        const int Messages = 50;

        for (var i = 0; i < Messages; i++)
            _nodes.Mediator(0).Tell(new Send(Path, $"{i}"));

        await Eventually.Is(() => _workers.Sum(worker => worker.Texts.Length) >= Messages, "all arrive");
        _workers.Sum(worker => worker.Texts.Length).ShouldBe(Messages);
        _workers.ShouldAllBe(worker => worker.Texts.Length > 0);
    }

    [Fact]
    public async Task The_one_on_this_node_is_preferred_on_demand()
    {
        for (var i = 0; i < 20; i++)
            _nodes.Mediator(0).Tell(new Send(Path, $"{i}", localAffinity: true));

        await Eventually.Is(() => _workers[0].Texts.Length == 20, "all arrive here");
        _workers[1].Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_of_them_get_it_or_all_but_the_own()
    {
        _nodes.Mediator(0).Tell(new SendToAll(Path, "to others", excludeSelf: true));
        _nodes.Mediator(0).Tell(new SendToAll(Path, "to all"));

        await Eventually.Is(() => _workers.All(worker => worker.Texts.Contains("to all")), "both get it");
        _workers[0].Texts.ShouldBe(["to all"]);
        _workers[1].Texts.ShouldBe(["to others", "to all"]);
    }

    [Fact]
    public async Task Who_was_removed_gets_nothing_more()
    {
        _nodes.Mediator(0).Tell(new Remove(Path));

        for (var i = 0; i < 20; i++)
            _nodes.Mediator(0).Tell(new Send(Path, $"{i}"));

        await Eventually.Is(() => _workers[1].Texts.Length == 20, "the other gets all");
        _workers[0].Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_path_makes_a_dead_letter()
    {
        var listener = new Listener(_nodes[0].System);
        _nodes[0].System.EventStream.Subscribe(listener.Ref, typeof(DeadLetter));

        _nodes.Mediator(0).Tell(new Send("/user/nobody", "unheard"));
        _nodes.Mediator(0).Tell(new SendToAll("/user/nobody", "unheard, too"));

        (await listener.Await<DeadLetter>(letter => letter.Message is Send)).Message.ShouldBe(new Send("/user/nobody", "unheard"));
        (await listener.Await<DeadLetter>(letter => letter.Message is SendToAll)).ShouldNotBeNull();
    }
}
