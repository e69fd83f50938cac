using Hanzo.Network.Adapters.Udp;

namespace Hanzo.Network.Adapters.Tests.Udp;

public sealed class ReceivePaceTests
{
    private readonly Clock _time = new();
    private readonly ReceivePace _pace;

    public ReceivePaceTests() => _pace = new ReceivePace(_time);

    [Fact]
    public void A_few_are_each_waited_for()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _pace.Note().ShouldBeFalse($"datagram {i}");
            _time.Milliseconds += 3;
        }
    }

    [Fact]
    public void Many_are_left_to_gather_until_they_are_few_again()
    {
        for (var i = 0; i < ReceivePace.CalmPerPeriod; i++) _pace.Note().ShouldBeFalse();
        _pace.Note().ShouldBeTrue();
        _pace.Pause().ShouldBe(ReceivePace.ShortPause);
        _time.Milliseconds += 100;
        _pace.Note().ShouldBeTrue();
        _time.Milliseconds += 100;
        _pace.Note().ShouldBeFalse();
    }

    [Fact]
    public void What_is_read_between_two_pauses_is_bounded()
    {
        for (var i = 1; i < ReceivePace.MaxBetweenPauses; i++) _pace.Note();
        _pace.IsFull.ShouldBeFalse();
        _pace.Note();
        _pace.IsFull.ShouldBeTrue();
        _pace.Pause();
        _pace.IsFull.ShouldBeFalse();
    }

    [Fact]
    public void A_flood_is_read_more_rarely_until_it_ends()
    {
        for (var i = 0; i < ReceivePace.FloodPerPeriod; i++) _pace.Note();
        _pace.Pause().ShouldBe(ReceivePace.ShortPause);
        _pace.Note();
        _pace.Pause().ShouldBe(ReceivePace.LongPause);
        _time.Milliseconds += 100;
        _pace.Note();
        _pace.Pause().ShouldBe(ReceivePace.LongPause, "it is not known to have ended");
        _time.Milliseconds += 100;
        _pace.Note().ShouldBeFalse();
        _pace.Pause().ShouldBe(ReceivePace.ShortPause);
    }

    private sealed class Clock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
