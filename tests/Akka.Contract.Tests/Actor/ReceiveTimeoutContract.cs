using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class ReceiveTimeoutContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Silence_gives_a_ReceiveTimeout_again_and_again()
    {
        Sys.ActorOf(Props.Create(() => new Quiet(TestActor, Silence)));
        ExpectMsg("timeout");
        ExpectMsg("timeout");
    }

    [Fact]
    public void A_message_puts_it_off()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Quiet(TestActor, TimeSpan.FromSeconds(1))));
        for (var i = 0; i < 8; i++)
        {
            ExpectNoMsg(Silence);
            actor.Tell("noise");
        }
        ExpectMsg("timeout");
    }

    [Fact]
    public void A_message_marked_so_does_not_put_it_off()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Quiet(TestActor, TimeSpan.FromMilliseconds(500))));
        var seen = false;
        for (var i = 0; i < 50 && !seen; i++)
        {
            actor.Tell(new Transparent());
            seen = ReceiveOne(TimeSpan.FromMilliseconds(100)) is "timeout";
        }
        seen.ShouldBeTrue();
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Quiet(TestActor, TimeSpan.FromMilliseconds(300))));
        actor.Tell("off");
        ExpectNoMsg(TimeSpan.FromMilliseconds(600));
    }

    [Fact]
    public void The_context_tells_the_setting()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Quiet(TestActor, TimeSpan.FromMinutes(1))));
        actor.Tell("which");
        ExpectMsg(TimeSpan.FromMinutes(1));
    }

    private sealed class Transparent : INotInfluenceReceiveTimeout;

    private sealed class Quiet : ReceiveActor
    {
        public Quiet(IActorRef reportTo, TimeSpan timeout)
        {
            Context.SetReceiveTimeout(timeout);
            Receive<ReceiveTimeout>(_ => reportTo.Tell("timeout"));
            Receive<string>(s => s == "off", _ => SetReceiveTimeout(null));
            Receive<string>(s => s == "which", _ => Sender.Tell(Context.ReceiveTimeout!.Value));
            ReceiveAny(_ => { });
        }
    }
}
