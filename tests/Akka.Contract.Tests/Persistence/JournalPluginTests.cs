using Akka.Actor;
using Akka.Persistence;
using static Akka.Contract.Tests.Persistence.PersistenceSystem;

namespace Akka.Contract.Tests.Persistence;

public sealed class JournalPluginTests
{
    [Fact]
    public async Task A_journal_of_ones_own_gets_its_section_and_atomic_writes()
    {
        using var system = CreateWithNotebook("shelf = upper");
        var actor = system.ActorOf(Ledger.Props("own", ActorRefs.Nobody));

        await actor.Ask<Added>(new Add(1), Patience);
        actor.Tell(new AddMany([2, 3]));
        (await actor.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([1, 2, 3]);

        var notes = await Notebook(system).Ask<string[]>("notes", Patience);
        notes.ShouldBe(["shelf upper", "highest own from 0", "write own 1..1", "write own 2..3"]);
    }

    [Fact]
    public async Task Recovery_asks_the_journal_for_the_highest_number_and_the_events()
    {
        using var system = CreateWithNotebook("");
        var first = system.ActorOf(Ledger.Props("back", ActorRefs.Nobody));
        await first.Ask<Added>(new Add(1), Patience);
        await first.Ask<Added>(new Add(2), Patience);
        await system.StopAndWait(first);

        var again = system.ActorOf(Ledger.Props("back", ActorRefs.Nobody));

        (await again.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([1, 2]);
        (await Notebook(system).Ask<string[]>("notes", Patience))
            .ShouldContain($"replay back 1..2 max {long.MaxValue}");
    }

    [Fact]
    public async Task Each_incarnation_writes_under_one_name_of_its_own()
    {
        using var system = CreateWithNotebook("");
        var first = system.ActorOf(Ledger.Props("signed", ActorRefs.Nobody));
        await first.Ask<Added>(new Add(1), Patience);
        await first.Ask<Added>(new Add(2), Patience);
        await system.StopAndWait(first);
        await system.ActorOf(Ledger.Props("signed", ActorRefs.Nobody)).Ask<Added>(new Add(3), Patience);

        var writers = await Notebook(system).Ask<string[]>("writers", Patience);

        writers.ShouldAllBe(writer => writer.Length > 0);
        writers[0].ShouldBe(writers[1]);
        writers[2].ShouldNotBe(writers[0]);
    }

    [Fact]
    public async Task A_plugin_knows_its_system_from_the_context_while_it_is_made()
    {
        using var system = CreateWithNotebook("");

        (await Notebook(system).Ask<string>("owner", Patience)).ShouldBe(system.Name);
    }

    [Fact]
    public async Task A_failed_write_stops_the_actor_after_telling_it()
    {
        using var system = CreateWithNotebook("");
        var listener = new Listener(system);
        var actor = system.ActorOf(Ledger.Props("unlucky", listener.Ref));
        await actor.Ask<Added>(new Add(1), Patience);
        var watcher = new Listener(system);
        system.ActorOf(Props.Create(() => new Watcher(actor, watcher.Ref)));
        await watcher.Next<string>();

        actor.Tell(new Add(NotebookJournal.Unwritable));

        (await listener.Await<string>()).ShouldBe("failed 2 out of ink");
        (await watcher.Next()).ShouldBe(actor);
    }

    [Fact]
    public async Task A_rejected_write_is_told_and_the_actor_goes_on()
    {
        using var system = CreateWithNotebook("");
        var listener = new Listener(system);
        var actor = system.ActorOf(Ledger.Props("picky", listener.Ref));

        actor.Tell(new Add(NotebookJournal.Unwelcome));

        (await listener.Await<string>()).ShouldBe("rejected 1 not this one");
        (await actor.Ask<Added>(new Add(5), Patience)).ShouldBe(new Added(5));
        (await actor.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([5]);
    }

    [Fact]
    public async Task A_journal_that_cannot_replay_stops_the_actor()
    {
        using var system = CreateWithNotebook("");
        var listener = new Listener(system);

        system.ActorOf(Ledger.Props(NotebookJournal.Unreadable, listener.Ref));

        (await listener.Await<string>()).ShouldBe("no recovery pages torn");
    }

    [Fact]
    public async Task No_more_actors_recover_at_a_time_than_allowed()
    {
        using var system = CreateWithNotebook("", more: "akka.persistence.max-concurrent-recoveries = 1");
        var first = system.ActorOf(Ledger.Props("gated 1", ActorRefs.Nobody));
        using var patience = new CancellationTokenSource(Patience);
        while ((await Notebook(system).Ask<string[]>("notes", Patience)).Length == 0)
            patience.Token.ThrowIfCancellationRequested();
        var second = system.ActorOf(Ledger.Props("gated 2", ActorRefs.Nobody));
        var answer = second.Ask<string>(new Ask("there?"), Patience);
        var third = system.ActorOf(Ledger.Props("gated 3", ActorRefs.Nobody));
        await system.StopAndWait(third);
        (await Notebook(system).Ask<string[]>("notes", Patience)).ShouldBe(["highest gated 1 from 0"]);

        Notebook(system).Tell("open");

        (await first.Ask<string>(new Ask("there?"), Patience)).ShouldBe("there?");
        (await answer).ShouldBe("there?");
    }

    [Fact]
    public async Task An_actor_may_name_its_own_journal()
    {
        using var system = CreateWithNotebook("", asDefault: false);
        var actor = system.ActorOf(Props.Create(() => new Particular("particular")));

        (await actor.Ask<string>("word", Patience)).ShouldBe("word");
        (await actor.Ask<string>(new Ask("id"), Patience)).ShouldBe("particular");

        (await Notebook(system).Ask<string[]>("notes", Patience)).ShouldContain("write particular 1..1");
    }

    [Fact]
    public void A_journal_that_is_not_configured_is_an_error_that_names_it()
    {
        using var system = Create();

        Should.Throw<ArgumentException>(() => Akka.Persistence.Persistence.Instance.Apply(system).JournalFor("no.such.journal"))
            .Message.ShouldContain("no.such.journal");
    }

    private static ActorSystem CreateWithNotebook(string own, bool asDefault = true, string more = "") => Create($$"""
        {{more}}
        {{(asDefault ? "akka.persistence.journal.plugin = notebook" : "")}}
        notebook {
          class = "{{NameOf<NotebookJournal>()}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          {{own}}
        }
        """);

    private static IActorRef Notebook(ActorSystem system) => Akka.Persistence.Persistence.Instance.Apply(system).JournalFor("notebook");

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef target, IActorRef listener)
        {
            Context.Watch(target);
            listener.Tell("watching");
            Receive<Terminated>(terminated => listener.Tell(terminated.ActorRef));
        }
    }

    private abstract class Identified : ReceivePersistentActor
    {
        protected Identified() => Command<Ask>(_ => Sender.Tell(PersistenceId));
    }

    private sealed class Particular : Identified
    {
        public Particular(string id)
        {
            PersistenceId = id;
            JournalPluginId = "notebook";
            SnapshotPluginId = "akka.persistence.no-snapshot-store";
            Command<string>(word => Persist(word, e => Context.Sender.Tell(e)));
        }

        public override string PersistenceId { get; }
    }
}
