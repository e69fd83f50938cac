using Akka.Configuration;

namespace Akka.Embedded.Detection;

/// <summary>A section `failure-detector` of the configuration.</summary>
internal static class DetectorSettings
{
    private const string Phi = "PhiAccrualFailureDetector";
    private const string Deadline = "DeadlineFailureDetector";

    public static PhiAccrualSettings ReadPhi(Config section)
    {
        var settings = new PhiAccrualSettings(
            section.GetDouble("threshold"),
            section.GetInt("max-sample-size"),
            section.GetTimeSpan("min-std-deviation"),
            section.GetTimeSpan("acceptable-heartbeat-pause"),
            section.GetTimeSpan("heartbeat-interval"));
        settings.Validate();
        return settings;
    }

    /// <exception cref="ConfigurationException">`implementation-class` is none of the detectors that this runtime has.</exception>
    public static Func<FailureDetector> ReadFactory(Config section, TimeProvider time)
    {
        var name = section.GetString("implementation-class", Phi)!;
        var type = name.Split(',')[0].Split('.')[^1].Trim();
        var phi = ReadPhi(section);
        return type switch
        {
            Phi => () => new PhiAccrualFailureDetector(phi, time),
            Deadline => () => new DeadlineFailureDetector(phi.AcceptableHeartbeatPause, phi.FirstHeartbeatEstimate, time),
            _ => throw new ConfigurationException(
                $"failure-detector.implementation-class is '{name}'; this runtime has {Phi} and {Deadline}."),
        };
    }
}
