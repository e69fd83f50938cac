using Akka.Embedded.Detection;
using Akka.Embedded.Tests.Cluster;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Remote;

public class FailureDetectorTests
{
    private static readonly PhiAccrualSettings Settings =
        new(8, 1000, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));

    private readonly VirtualTime _time = new();

    [Fact]
    public void It_is_available_and_not_monitoring_before_the_first_heartbeat()
    {
        var detector = new PhiAccrualFailureDetector(Settings, _time);
        _time.Advance(100_000);

        detector.IsAvailable.ShouldBeTrue();
        detector.IsMonitoring.ShouldBeFalse();
    }

    [Fact]
    public void Regular_heartbeats_keep_it_available_and_silence_ends_that_after_interval_and_pause()
    {
        var detector = AfterRegularHeartbeats();

        _time.Advance(4_000);
        detector.IsAvailable.ShouldBeTrue();
        _time.Advance(1_500);
        detector.IsAvailable.ShouldBeFalse();
    }

    [Fact]
    public void Suspicion_grows_with_silence()
    {
        var detector = AfterRegularHeartbeats();
        var phis = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            phis.Add(detector.Phi);
            _time.Advance(250);
        }

        phis.ShouldBe(phis.Order());
        phis[0].ShouldBeLessThan(0.1);
        phis[^1].ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Irregular_heartbeats_make_it_more_patient()
    {
        var regular = AfterRegularHeartbeats();
        var irregular = new PhiAccrualFailureDetector(Settings, _time);
        for (var i = 0; i < 100; i++)
        {
            irregular.HeartBeat();
            _time.Advance(i % 2 == 0 ? 200 : 1_800);
        }

        irregular.HeartBeat();
        regular.HeartBeat();
        _time.Advance(4_400);

        irregular.Phi.ShouldBeLessThan(regular.Phi);
    }

    [Fact]
    public void A_heartbeat_after_an_outage_makes_it_available_and_the_outage_is_no_sample()
    {
        var detector = AfterRegularHeartbeats();
        _time.Advance(600_000);
        detector.HeartBeat();
        detector.IsAvailable.ShouldBeTrue();

        _time.Advance(5_500);
        detector.IsAvailable.ShouldBeFalse();
    }

    [Fact]
    public void A_deadline_detector_goes_by_the_last_heartbeat_alone()
    {
        var detector = new DeadlineFailureDetector(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), _time);
        detector.HeartBeat();
        _time.Advance(2_999);
        detector.IsAvailable.ShouldBeTrue();
        _time.Advance(1);
        detector.IsAvailable.ShouldBeFalse();
    }

    [Fact]
    public void A_setting_out_of_range_is_named() =>
        Should.Throw<ArgumentException>(() => new PhiAccrualFailureDetector(Settings with { Threshold = 0 }, _time))
            .Message.ShouldBe("failure-detector.threshold is 0; allowed: > 0.");

    private PhiAccrualFailureDetector AfterRegularHeartbeats()
    {
        var detector = new PhiAccrualFailureDetector(Settings, _time);
        for (var i = 0; i < 100; i++)
        {
            detector.HeartBeat();
            _time.Advance(1_000);
        }

        detector.HeartBeat();
        return detector;
    }
}
