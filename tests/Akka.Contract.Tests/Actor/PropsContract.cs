using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class PropsContract : TestKit.Xunit2.TestKit
{
    private int _evaluations;

    [Fact]
    public void Arguments_are_evaluated_when_the_props_are_made()
    {
        var props = Props.Create(() => new Teller(NextNumber()));
        _evaluations.ShouldBe(1);
        Ask(props).ShouldBe("1");
        Ask(props).ShouldBe("1");
        _evaluations.ShouldBe(1);
    }

    [Fact]
    public void Constants_locals_fields_and_expressions_may_be_arguments()
    {
        var local = 5;
        Ask(Props.Create(() => new Teller(3))).ShouldBe("3");
        Ask(Props.Create(() => new Teller(local))).ShouldBe("5");
        Ask(Props.Create(() => new Teller(local + _evaluations))).ShouldBe("5");
        Ask(Props.Create(() => new Teller("x", local))).ShouldBe("x5");
    }

    [Fact]
    public void A_constructor_is_found_by_its_arguments()
    {
        Ask(Props.Create<Teller>(7)).ShouldBe("7");
        Ask(Props.Create(Type.GetType(typeof(Teller).AssemblyQualifiedName!)!, "y", 8)).ShouldBe("y8");
        Ask(Props.Create<Parameterless>()).ShouldBe("none");
    }

    [Fact]
    public void Something_other_than_new_is_refused()
    {
        Should.Throw<Exception>(() => Props.Create(() => Make()));
    }

    [Fact]
    public void A_producer_makes_an_instance_per_incarnation()
    {
        var producer = new Producer();
        var actor = Sys.ActorOf(Props.CreateBy(producer));
        actor.Tell("who");
        ExpectMsg("instance 1");
        actor.Tell(new InvalidOperationException("restart"));
        actor.Tell("who");
        ExpectMsg("instance 2");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void The_type_is_told()
    {
        Props.Create(() => new Teller(1)).Type.ShouldBe(typeof(Teller));
        Props.Create<Parameterless>().Type.ShouldBe(typeof(Parameterless));
    }

    [Fact]
    public void Settings_make_new_props()
    {
        var props = Props.Create<Parameterless>();
        var other = props.WithDispatcher("akka.actor.default-dispatcher").WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy);
        other.ShouldNotBeSameAs(props);
        props.SupervisorStrategy.ShouldBeNull();
        other.SupervisorStrategy.ShouldBe(SupervisorStrategy.StoppingStrategy);
        Ask(other).ShouldBe("none");
    }

    private static Parameterless Make() => null!;

    private string Ask(Props props)
    {
        Sys.ActorOf(props).Tell("who");
        return ExpectMsg<string>();
    }

    private int NextNumber() => ++_evaluations;

    private sealed class Teller : UntypedActor
    {
        private readonly string _text;

        public Teller(int number) => _text = $"{number}";

        public Teller(string text, int number) => _text = text + number;

        protected override void OnReceive(object message) => Sender.Tell(_text);
    }

    private sealed class Parameterless : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("none");
    }

    private sealed class Producer : IIndirectActorProducer
    {
        private int _count;

        public Type ActorType => typeof(Produced);

        public ActorBase Produce() => new Produced(++_count);

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Produced(int number) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Exception exception)
                throw exception;
            Sender.Tell($"instance {number}");
        }
    }
}
