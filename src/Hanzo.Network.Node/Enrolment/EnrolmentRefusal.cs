namespace Hanzo.Network.Node.Enrolment;

/// <summary>Why a machine gets no certificate.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Code">Stays the same between versions; counted by it.</param>
internal sealed record EnrolmentRefusal(int Status, string Code, string Detail)
{
    public const string UnknownInvite = "unknown_invite";
    public const string UsedInvite = "used_invite";
    public const string ExpiredInvite = "expired_invite";
    public const string TooManyTries = "too_many_tries";
    public const string TooManyRequests = "too_many_requests";
    public const string BadRequest = "bad_request";
    public const string BadKeyRequest = "bad_certificate_request";
    public const string BadNodeId = "bad_node_id";
    public const string NodeIdInUse = "node_id_in_use";
    public const string NoCertificate = "no_certificate";
    public const string ForeignCertificate = "foreign_certificate";
    public const string Revoked = "revoked";
    public const string NoAuthority = "authority_unusable";

    /// <summary>A connection that was not TLS 1.3, or broke off before it was.</summary>
    public const string NoTls = "no_tls";

    public static EnrolmentRefusal Malformed(string what) => new(StatusCodes.Status400BadRequest, BadRequest, what);

    public static EnrolmentRefusal InUse(string nodeId) => new(
        StatusCodes.Status409Conflict, NodeIdInUse, $"node id '{nodeId}' is in use in this network; choose another with --node-id.");
}
