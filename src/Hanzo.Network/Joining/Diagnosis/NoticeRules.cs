namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>What the joining itself has met: other names, keys, runtimes, versions and clocks.</summary>
internal static class NoticeRules
{
    // By the beginning of the notice's key.
    private static readonly (string Key, string Code, string Remedy)[] Known =
    [
        ("keys", "other_keys", "On the other machine run 'hanzo invite', here 'hanzo join …' with its code."),
        ("secured", "other_is_secured", "On the other machine run 'hanzo invite', here 'hanzo join …' with its code."),
        ("unsecured", "other_is_not_secured", "Run 'hanzo invite' here, and 'hanzo join …' with its code on the other machine."),
        ("runtime:", "other_runtime", "Run the same build of hanzo on both machines."),
        ("protocol:", "other_version", "Update hanzo on the machine with the older version."),
        (JoinNotices.OtherBeaconsKey, "beacon_version", "Update hanzo on the machine with the older version."),
        ("network:", "other_network", "Give both nodes the same --network."),
        ("reach:", "other_reach", "Start both nodes with --lan, or both without."),
        ("twin:", "same_id", "Give one of the two nodes another --node-id."),
        ("skew:", "clock_skew", "Set the clocks right, best by NTP on both machines (Linux: timedatectl set-ntp true)."),
    ];

    public static IEnumerable<Finding> Of(DoctorFacts facts)
    {
        foreach (var notice in facts.Notices)
        {
            var (key, code, remedy) = Array.Find(Known, known => notice.Key.StartsWith(known.Key, StringComparison.Ordinal));
            if (key is not null) yield return new Finding(code, Severity.Problem, notice.Text, remedy);
        }
    }
}
