using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Event;

public class DeadLetterContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void What_is_sent_to_the_dead_letters_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.DeadLetters.Tell("lost", TestActor);
        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("lost");
        letter.Sender.ShouldBe(TestActor);
        letter.Recipient.ShouldBe(Sys.DeadLetters);
    }

    [Fact]
    public void Suppressed_messages_are_published_apart()
    {
        var letters = CreateTestProbe();
        var suppressed = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        Sys.EventStream.Subscribe(suppressed.Ref, typeof(SuppressedDeadLetter));
        Sys.DeadLetters.Tell(new Unimportant());
        suppressed.ExpectMsg<SuppressedDeadLetter>().Message.ShouldBeOfType<Unimportant>();
        letters.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void All_of_them_have_one_base()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.DeadLetters.Tell("lost");
        ExpectMsg<DeadLetter>();
        Sys.DeadLetters.Tell(new Unimportant());
        ExpectMsg<SuppressedDeadLetter>();
        Sys.EventStream.Publish(new Dropped("full", "buffer is full", TestActor));
        ExpectMsg<Dropped>().Reason.ShouldBe("buffer is full");
    }

    [Fact]
    public void The_ignoring_reference_drops_what_it_gets()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.IgnoreRef.Tell("ignored");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private sealed class Unimportant : IDeadLetterSuppression;
}
